#!/usr/bin/env node
"use strict";
// The front door, committed as it runs. ES5 on purpose: a Node too old for pyward must still be able to read it
// and say what to do. `bin/package.json` makes it CommonJS, which every Node can load.
var OLDEST = [22, 19];

function isTooOld() {
  var parts = process.versions.node.split(".");
  var major = Number(parts[0]);
  return major < OLDEST[0] || (major === OLDEST[0] && Number(parts[1]) < OLDEST[1]);
}

/** 2: wrong usage, nothing was audited. Never 0 or 1, which a pipeline would read as a verdict. */
function refuse(lines) {
  process.stderr.write(lines.join("\n") + "\n");
  process.exitCode = 2;
}

/**
 * Node 24 compiles a function anew, on other threads, once it was called 400 times or its loop went round often (V8's Maglev
 * and Turbofan). An ordinary audit is over before that pays, and a sixth of its CPU time went there; what runs longer still
 * gets there. Only where the flags are known: an engine without them would complain on stderr. After Node's own modules
 * are loaded, whose kept code V8 refuses under other flags; before the program, which is kept under these.
 */
function compileLess() {
  if (Number(process.versions.node.split(".")[0]) !== 24) return;
  var v8 = require("v8");
  v8.setFlagsFromString("--invocation-count-for-maglev=20000");
  v8.setFlagsFromString("--invocation-count-for-maglev-osr=5000");
  v8.setFlagsFromString("--invocation-count-for-turbofan=20000");
}

function start() {
  var program = require("./run-program.js");
  var main = require("path").join(__dirname, "../dist/cli.cjs");
  compileLess();
  try {
    program.run(main);
  } catch (error) {
    if (error.code !== "ENOENT" || require("fs").existsSync(main)) throw error;
    refuse([
      "pyward: its program is not built: " + main + " is missing.",
      "In a clone of the repository, run `npm ci` (or `npm run build`) in its root. Otherwise install pyward again.",
    ]);
  }
}

if (isTooOld()) {
  refuse([
    "pyward needs Node " + OLDEST.join(".") + " or newer; this is Node " + process.versions.node + ".",
    "Install a current Node (24 is the long-term release), or put a newer one first in PATH, then run it again.",
  ]);
} else {
  start();
}
