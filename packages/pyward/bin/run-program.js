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
var TAIL = "\n})";
/** CRC-32 of all that follows; size of the compiled code, see `keep`; eight bytes that align the rest, as V8 wants it. */
var HEADER = 16;
/** The build ends the program with `//` and so many hexadecimal digits of its SHA-256 (tools/build/bundle.ts). */
var DIGEST = 32;
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

/** The program as V8 is given it, and when it was written. The build writes ASCII. One buffer: each that is filled costs its pages. */
function readProgram(main) {
  var file = fs.openSync(main, "r");
  try {
    var status = fs.fstatSync(file);
    var text = Buffer.allocUnsafeSlow(HEAD.length + status.size + TAIL.length);
    var end = HEAD.length + status.size;
    for (var at = text.latin1Write(HEAD, 0); at < end;) {
      var count = fs.readSync(file, text, at, end - at, null);
      if (count === 0) throw new Error(main + " changed while it was read");
      at += count;
    }
    text.latin1Write(TAIL, end);
    return { source: text.latin1Slice(), written: Math.floor(status.mtimeMs) };
  } finally {
    fs.closeSync(file);
  }
}

/** Where this program is kept; undefined: nowhere. By its content, for V8 compares no more than lengths; and by its time, should somebody edit it. */
function placeFor(program) {
  try {
    var base = userCacheDirectory();
    if (!base) return undefined;
    var directory = path.join(base, "pyward", "compiled");
    makeFolder(directory);
    if (!isOursAlone(directory)) return undefined;
    var end = program.source.length - TAIL.length;
    var name = [program.source.slice(end - DIGEST, end), program.written, process.version, process.arch];
    return path.join(directory, name.join("-") + ".code");
  } catch (error) {
    return undefined; // An unwritable or missing home.
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
    if (isUsable && codeSize <= kept.codeSize * 1.01) {
      if (!kept.isSettled) age(place);
      return;
    }
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

/** Three runs in which nothing was new settle what is kept as time does. */
function age(place) {
  var written = fs.statSync(place).mtimeMs;
  fs.utimesSync(place, Date.now() / 1000, (written - UNSETTLED / 3) / 1000);
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

/** `require` as the program has it. Node's own maker of such is compiled anew under the flags of `pyward.js`. */
function loaderFor(folder) {
  function load(name) {
    return require(name.slice(0, 2) === "./" ? path.join(folder, name) : name);
  }
  load.resolve = require.resolve;
  return load;
}

/** `main`: the CommonJS file of the program, absolute. Throws with the code ENOENT where it is missing. */
exports.run = function (main) {
  var program = readProgram(main);
  var place = placeFor(program);
  var kept = place && readKept(place);
  var script = new vm.Script(program.source, {
    filename: main,
    columnOffset: -HEAD.length,
    cachedData: kept && kept.code,
  });
  if (place) {
    process.on("exit", function () {
      keep(main, place, script, kept);
    });
  }
  var folder = path.dirname(main);
  var module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, loaderFor(folder), module, main, folder);
};
