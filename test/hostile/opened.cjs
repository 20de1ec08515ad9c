"use strict";
// Loaded before pyward with `node --require`. Writes every path that is opened or listed to the file that OPENED_LOG names.
const fs = require("node:fs");
const { appendFileSync } = fs;
const log = process.env.OPENED_LOG;
const names = ["open", "openSync", "opendir", "opendirSync", "readdir", "readdirSync", "createReadStream"];
const whole = ["readFile", "readFileSync"];
for (const name of [...names, ...whole]) {
  const original = fs[name];
  fs[name] = function opened(path, ...rest) {
    if (path !== log) appendFileSync(log, `${String(path)}\n`);
    return original.call(this, path, ...rest);
  };
}
require("node:module").syncBuiltinESMExports();
