"use strict";
// Loaded before pyward with `node --require`. Whatever starts a program, opens a socket or runs other code throws here,
// and says so in the file that TRAP_LOG names, in case somebody catches what is thrown.
const { appendFileSync } = require("node:fs");
const log = process.env.TRAP_LOG;

function spring(name) {
  return function trapped() {
    appendFileSync(log, `${name}\n`);
    throw new Error(`the trap of the test: ${name}`);
  };
}

const functions = {
  child_process: ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"],
  net: ["connect", "createConnection", "createServer"],
  tls: ["connect", "createServer"],
  http: ["request", "get", "createServer"],
  https: ["request", "get", "createServer"],
  http2: ["connect", "createServer", "createSecureServer"],
  dns: ["lookup", "resolve", "resolve4", "resolve6", "resolveTxt"],
  dgram: ["createSocket"],
  vm: ["Script", "runInThisContext", "runInNewContext", "runInContext", "compileFunction"],
  worker_threads: ["Worker"],
};
for (const [module, names] of Object.entries(functions)) {
  for (const name of names) require(`node:${module}`)[name] = spring(`${module}.${name}`);
}
require("node:net").Socket.prototype.connect = spring("Socket.connect");
for (const name of ["lookup", "resolve"]) require("node:dns").promises[name] = spring(`dns.promises.${name}`);
for (const name of ["fetch", "WebSocket", "EventSource"]) globalThis[name] = spring(name);
process.dlopen = spring("process.dlopen");
require("node:module").syncBuiltinESMExports();
