"use strict";
// Loaded before pyward with `node --require`. Whatever starts a program, opens a socket or runs other code throws here,
// and says so in the file that TRAP_LOG names, in case somebody catches what is thrown.
const { appendFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const log = process.env.TRAP_LOG;

function spring(name) {
  return function trapped() {
    appendFileSync(log, `${name}\n`);
    throw new Error(`the trap of the test: ${name}`);
  };
}

/** The front door runs pyward's own program with it, and nothing else may. */
function isProgram(code, options) {
  const program = join(__dirname, "../../packages/pyward/dist/cli.cjs");
  return options?.filename === program && code.includes(readFileSync(program, "latin1"));
}

const { Script } = require("node:vm");
const functions = {
  child_process: ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"],
  net: ["connect", "createConnection", "createServer"],
  tls: ["connect", "createServer"],
  http: ["request", "get", "createServer"],
  https: ["request", "get", "createServer"],
  http2: ["connect", "createServer", "createSecureServer"],
  dns: ["lookup", "resolve", "resolve4", "resolve6", "resolveTxt"],
  dgram: ["createSocket"],
  vm: ["runInThisContext", "runInNewContext", "runInContext", "compileFunction"],
  worker_threads: ["Worker"],
};
for (const [module, names] of Object.entries(functions)) {
  for (const name of names) require(`node:${module}`)[name] = spring(`${module}.${name}`);
}
require("node:vm").Script = function (code, options) {
  return isProgram(code, options) ? new Script(code, options) : spring("vm.Script")();
};
require("node:net").Socket.prototype.connect = spring("Socket.connect");
for (const name of ["lookup", "resolve"]) require("node:dns").promises[name] = spring(`dns.promises.${name}`);
for (const name of ["fetch", "WebSocket", "EventSource"]) globalThis[name] = spring(name);
process.dlopen = spring("process.dlopen");
require("node:module").syncBuiltinESMExports();
