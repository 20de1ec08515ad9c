import { describe, expect, it } from "vitest";
import { codes, keys, metadata, only, read, venv, SITE, type Files } from "./memory-environment.ts";

describe("layouts", () => {
  const six = (folder: string): Files => ({
    [`${folder}/six-1.16.0.dist-info/METADATA`]: metadata("six", "1.16.0"),
  });

  it.each([
    ["a virtual environment", { "pyvenv.cfg": "", ...six(SITE) }],
    ["a prefix of 3.13 without the lock", six("lib/python3.13t/site-packages")],
    ["Windows", six("Lib/site-packages")],
    ["lib64 alone", six("lib64/python3.9/site-packages")],
    ["Debian's shared folder", six("lib/python3/dist-packages")],
    ["Debian's local folder", six("local/lib/python3.11/dist-packages")],
    ["PyPy", six("lib/pypy3.10/site-packages")],
    ["old PyPy", six("site-packages")],
    ["pip install --target", six("function")],
  ])("reads %s", async (_, files) => {
    const path = Object.keys(files).some((name) => name.startsWith("function/")) ? "function" : "";
    expect(keys(await read(files, path))).toEqual(["six@1.16.0"]);
  });

  it.each(["lib/python3.12/site-packages", "lib/python3.12", "lib", "", ".", "pyvenv.cfg"])(
    "reads from %j on",
    async (path) => {
      expect(keys(await read({ "pyvenv.cfg": "", ...six(SITE) }, path))).toEqual(["six@1.16.0"]);
    },
  );

  it("reads lib64 once where it is a link to lib", async () => {
    const inventory = await read({ ...six(SITE), lib64: { link: "lib" } });
    expect(only(inventory).origins?.map(({ path }) => path)).toEqual([
      `${SITE}/six-1.16.0.dist-info/METADATA`,
    ]);
    expect(inventory.notes).toEqual([]);
  });

  it("reads lib64 before lib where both are real", async () => {
    const inventory = await read({
      "lib/python3.12/site-packages/a-1.dist-info/METADATA": metadata("a", "1"),
      "lib64/python3.12/site-packages/a-2.dist-info/METADATA": metadata("a", "2"),
    });
    expect(keys(inventory)).toEqual(["a@2"]);
    expect(inventory.notes).toHaveLength(1);
  });

  it.each([
    ["an empty folder", { "readme.txt": "" }, "nothing-to-audit"],
    ["a virtual environment without a lib", { "pyvenv.cfg": "" }, "nothing-to-audit"],
    ["a lib that is elsewhere", { lib: { link: "/usr/lib" } }, "outside-root"],
    [
      "a site-packages that is elsewhere",
      { "lib/python3.12/site-packages": { link: "/shared" } },
      "outside-root",
    ],
    ["an interpreter's folder that is elsewhere", { "lib/python3.12": { link: "/shared" } }, "outside-root"],
  ])("has a gap for %s", async (_, files, code) => {
    expect(codes(await read(files))).toEqual([code]);
  });

  it("has neither dependency nor gap for an empty site-packages", async () => {
    const inventory = await read(venv({}));
    expect([inventory.dependencies, inventory.gaps, inventory.notes]).toEqual([[], [], []]);
  });

  it.each([
    ["missing", "no-such", "missing-file"],
    ["elsewhere", "../other", "outside-root"],
    ["a file", "readme.txt", "unsupported-format"],
  ])("has a gap where the target is %s", async (_, path, code) => {
    expect(codes(await read({ "readme.txt": "text" }, path))).toEqual([code]);
  });

  it("notes packages of the base Python that the environment may use", async () => {
    const files = venv({});
    expect(
      (await read({ ...files, "pyvenv.cfg": "Include-System-Site-Packages = TRUE\r\n" })).notes,
    ).toHaveLength(1);
    expect(
      (await read({ ...files, "pyvenv.cfg": "include-system-site-packages = false\n" })).notes,
    ).toHaveLength(0);
  });
});

describe("forms", () => {
  it.each([
    ["a file called egg-info", { "a-1.0-py3.9.egg-info": metadata("a", "1.0") }],
    ["a folder called egg-info", { "a-1.0-py3.9.egg-info/PKG-INFO": metadata("a", "1.0") }],
    ["an egg that is a folder", { "a-1.0-py3.9-linux_x86_64.egg/EGG-INFO/PKG-INFO": metadata("a", "1.0") }],
    ["any case", { "A-1.0.DIST-INFO/METADATA": "NAME: A\nVERSION: 1.0\n" }],
    [
      "a zipped egg that a .pth names",
      { "a-1.0-py3.9.egg": "PK", "easy-install.pth": "./a-1.0-py3.9.egg\n" },
    ],
    [
      "an egg beside that a .pth names",
      {
        "../eggs/a-1.0-py3.9.egg/EGG-INFO/PKG-INFO": metadata("a", "1.0"),
        "x.pth": "../eggs/a-1.0-py3.9.egg\n",
      },
    ],
    [
      "a folder that a .pth names",
      { "vendor/a-1.0.dist-info/METADATA": metadata("a", "1.0"), "x.pth": "vendor\nno-such\n" },
    ],
  ])("reads %s", async (_, files) => {
    const resolved = Object.fromEntries(
      Object.entries(venv(files)).map(([path, file]) => [path.replace("site-packages/../", ""), file]),
    );
    const inventory = await read(resolved);
    expect(keys(inventory)).toEqual(["a@1.0"]);
    expect(inventory.gaps).toEqual([]);
  });

  it("does not count a zipped egg that nothing names", async () => {
    expect(keys(await read(venv({ "a-1.0-py3.9.egg": "PK" })))).toEqual([]);
  });

  it("has a gap for an archive on the path that does not say what it is", async () => {
    const inventory = await read(venv({ "bundle.zip": "PK", "a.egg": "PK", "x.pth": "bundle.zip\na.egg\n" }));
    expect(codes(inventory)).toEqual(["unsupported-format", "unsupported-format"]);
  });

  it("passes over what an interrupted pip left", async () => {
    const inventory = await read(
      venv({ "~ip-23.0.dist-info/METADATA": metadata("pip", "23.0"), "~ip/": "" }),
    );
    expect(keys(inventory)).toEqual([]);
    expect(inventory.notes).toHaveLength(1);
  });

  it("does not take vendored copies for installed ones", async () => {
    const files = venv({ "setuptools/_vendor/wheel-0.43.0.dist-info/METADATA": metadata("wheel", "0.43.0") });
    expect(keys(await read(files))).toEqual([]);
  });

  it("does not read below names that are not UTF-8 as something else", async () => {
    expect(keys(await read(venv({ "caf\udce9-1.0.dist-info/METADATA": metadata("cafe", "1.0") })))).toEqual([
      "cafe@1.0",
    ]);
  });
});
