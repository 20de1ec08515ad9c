"use strict";
// Lets Node keep the compiled program between runs. What is kept is executed, so it lies in the user's own cache
// directory, never in the temporary one that everybody can write, and only if it is the user's alone.
var fs = require("fs");
var path = require("path");

function userCacheDirectory() {
  var environment = process.env;
  if (process.platform === "win32") return environment.LOCALAPPDATA;
  // XDG Base Directory Specification: a relative path is invalid and ignored.
  if (environment.XDG_CACHE_HOME && path.isAbsolute(environment.XDG_CACHE_HOME))
    return environment.XDG_CACHE_HOME;
  if (!environment.HOME || !path.isAbsolute(environment.HOME)) return undefined;
  return path.join(environment.HOME, process.platform === "darwin" ? "Library/Caches" : ".cache");
}

/** Others must not be able to write there: they would choose what we run. Windows has no such bits; its profile is private. */
function isOursAlone(directory) {
  if (process.platform === "win32") return true;
  var status = fs.lstatSync(directory);
  return status.isDirectory() && status.uid === process.getuid() && (status.mode & 18) === 0; // 18: 0o022
}

/** Silent in every failure: without the cache everything works, some milliseconds slower. */
exports.enable = function () {
  try {
    var base = userCacheDirectory();
    if (!base) return;
    var directory = path.join(base, "pyward", "compiled");
    fs.mkdirSync(directory, { recursive: true, mode: 448 }); // 448: 0o700
    if (isOursAlone(directory)) require("module").enableCompileCache(directory);
  } catch (error) {
    // An unwritable or missing home.
  }
};
