"use strict";
// Runs the bundled program, and keeps what V8 compiled of it between runs. Node's own compile cache keeps a program as it is before
// it runs, so that every function of an audit is compiled anew in each; this one keeps it as it is afterwards, which
// saves a sixth of an audit (docs/decisions/0002-esbuild.md). What is kept is executed, so it lies in the user's own cache
// directory, never in the temporary one that everybody can write, and only if it is the user's alone.
var fs = require("fs");
var path = require("path");
var vm = require("vm");
var v8 = require("v8");
var zlib = require("zlib");

var HEAD = "(function (exports, require, module, __filename, __dirname) {";
/** CRC-32 of all that follows; size of the compiled code, see `keep`; eight bytes that align the rest, as V8 wants it. */
var HEADER = 16;
/** So long after it was last written, what is kept is looked at in one run of so many: to ask V8 for its size takes a millisecond. */
var UNSETTLED = 60000;
var LOOKED_AT = 8;
/** Versions of pyward, of Node and its flags: of more programs than these, the oldest are not kept. */
var MOST_KEPT = 6;

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

/** Not Node's own `recursive`, which never returns below a folder in which nothing can be made, such as `/proc/x`. */
function makeFolder(folder) {
  if (fs.existsSync(folder)) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder, 448); // 448: 0o700
  } catch (error) {
    if (!fs.existsSync(folder)) throw error; // else another process was quicker
  }
}

/** Where this program is kept; undefined: nowhere. By its content, for V8 compares no more than lengths. */
function placeFor(source) {
  try {
    var base = userCacheDirectory();
    if (!base) return undefined;
    var directory = path.join(base, "pyward", "compiled");
    makeFolder(directory);
    if (!isOursAlone(directory)) return undefined;
    var content = zlib.crc32(source).toString(16) + "-" + source.length;
    return path.join(directory, content + "-" + process.version + "-" + process.arch + ".code");
  } catch (error) {
    return undefined; // An unwritable or missing home, a Node without crc32.
  }
}

/** V8 trusts what it is given, so a file that was cut or damaged must not reach it. */
function readKept(place) {
  try {
    var bytes = fs.readFileSync(place);
    if (bytes.length <= HEADER || zlib.crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0)) return undefined;
    return {
      codeSize: bytes.readUInt32LE(4),
      code: bytes.subarray(HEADER),
      isSettled: Date.now() - fs.statSync(place).mtimeMs > UNSETTLED,
    };
  } catch (error) {
    return undefined; // Not kept yet.
  }
}

/** A library that lies beside the program was loaded: its code is no part of the program's, and V8 counts them together. */
function hasLoadedMore(main) {
  var folder = path.dirname(main) + path.sep;
  return Object.keys(require.cache).some(function (file) {
    return file.indexOf(folder) === 0;
  });
}

/**
 * When the process ends: keeps the program with the functions that were compiled in this run, if that is something new: other
 * commands and formats compile others. A hundredth more is worth the writing, so that it ends after some runs.
 */
function keep(main, place, script, kept) {
  try {
    var isUsable = kept && !script.cachedDataRejected;
    if (isUsable && kept.isSettled && Date.now() % LOOKED_AT !== 0) return;
    var codeSize = 0;
    if (!hasLoadedMore(main)) codeSize = v8.getHeapCodeStatistics().bytecode_and_metadata_size;
    if (isUsable && codeSize <= kept.codeSize * 1.01) return;
    var code = script.createCachedData();
    var bytes = Buffer.alloc(HEADER + code.length);
    code.copy(bytes, HEADER);
    bytes.writeUInt32LE(codeSize, 4);
    bytes.writeUInt32LE(zlib.crc32(bytes.subarray(4)), 0);
    var temporary = place + "." + process.pid;
    fs.writeFileSync(temporary, bytes, { flag: "wx", mode: 384 }); // 384: 0o600
    fs.renameSync(temporary, place);
    removeOldest(path.dirname(place));
  } catch (error) {
    // A full disk, or a home that can only be read.
  }
}

function removeOldest(directory) {
  var files = fs.readdirSync(directory).map(function (name) {
    var file = path.join(directory, name);
    return { file: file, time: fs.statSync(file).mtimeMs };
  });
  files.sort(function (left, right) {
    return right.time - left.time;
  });
  files.slice(MOST_KEPT).forEach(function (old) {
    fs.rmSync(old.file, { force: true, recursive: true }); // Node's own cache, of older versions, is a directory
  });
}

/** `main`: the CommonJS file of the program, absolute. Throws with the code ENOENT where it is missing. */
exports.run = function (main) {
  var source = fs.readFileSync(main, "latin1"); // the build writes ASCII
  var place = placeFor(source);
  var kept = place && readKept(place);
  var script = new vm.Script(HEAD + source + "\n})", {
    filename: main,
    columnOffset: -HEAD.length,
    cachedData: kept && kept.code,
  });
  if (place) {
    process.on("exit", function () {
      keep(main, place, script, kept);
    });
  }
  var module = { exports: {} };
  var load = require("module").createRequire(main);
  script.runInThisContext().call(module.exports, module.exports, load, module, main, path.dirname(main));
};
