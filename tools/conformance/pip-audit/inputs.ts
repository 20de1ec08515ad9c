import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const SHA = (digit: string): string => `--hash=sha256:${digit.repeat(64)}`;

/** A release of an index, as a lock has it (PEP 751, "packages.sdist"). */
const sdist = (name: string): string =>
  `sdist = { url = "https://files.example/${name}.tar.gz", hashes = { sha256 = "${"0".repeat(64)}" } }\n`;

/** What both tools read, by path. Real tools' formats, made names: each file for one rule. */
const INPUTS: Readonly<Record<string, string>> = {
  "plain.txt":
    "# made\nplain==1.0\nghsa-only==1.0\nlisted==1.0\ngone==1.0\nwicked==1.0\npre==0.9\ntwo-packages==1.0\nunknown-name==3.0\n",
  "clean.txt": "unknown-name==3.0\ntwo-packages==2.0\n",
  "one.txt": "two-packages==1.0\n",
  "empty.txt": "",
  "comments.txt": "# only\n\n   # comments\n--index-url https://index.example/simple\n--pre\n",
  "skips.txt":
    "plain==1.0\n-e .\ngit+https://git.example/a/b.git\nnamed @ https://files.example/named-1.0.tar.gz\n-e git+https://git.example/x.git#egg=egged\n./directory\n./archive/some-1.0.tar.gz\nhttps://files.example/wheeled-1.0-py3-none-any.whl\n",
  "only-skips.txt": "named @ https://files.example/named-1.0.tar.gz\n",
  "wheel.txt": "./wheels/plain-1.0-py3-none-any.whl\n",
  "hashed.txt": `plain==1.0 ${SHA("0")}\nunknown-name==3.0 \\\n    ${SHA("1")} \\\n    ${SHA("2")}\n`,
  "half-hashed.txt": `plain==1.0 ${SHA("0")}\nPre[x]==0.9; python_version >= "3"\n`,
  "hashed-url.txt": `named @ git+https://git.example/named.git\nplain==1.0 ${SHA("0")}\n`,
  "md5.txt": "plain==1.0 --hash=md5:00\n",
  "unpinned.txt": "unknown-name==3.0\nplain\n",
  "extras-unpinned.txt": 'Plain[b,a] ; python_version >= "3"  # why\n',
  "range.txt": "plain>=1.0 , <2\n",
  "compatible.txt": "plain~=1.0\n",
  "two-clauses.txt": "plain==1.0,!=1.5\n",
  "joined.txt": "plain \\\n  >=1.0 # why\n",
  "quotes.txt": "plain>=1; python_version>='3'\n",
  "star.txt": "plain==1.*\n",
  "arbitrary.txt": "plain===1.0\n",
  "twice.txt": "plain==1.0\nplain==1.0\n",
  "twice-extra.txt": "plain[x]==1.0\nplain==1.0.0\n",
  "two-versions.txt": "plain==1.0\nplain==1.1\n",
  "two-spellings.txt": "Plain==1.0\nplain==1.0\n",
  "parentheses.txt": "plain (==1.0)\n",
  "spelling.txt": "Odd.name_CASE==2.0\nPLAIN==1.0RC1\n",
  "local.txt": "plain==1.0+local.1\n",
  "epoch.txt": "plain==1!0.1\n",
  "markers.txt": 'plain==1.0; python_version < "3"\npre==0.9; python_version >= "3"\n',
  "forks.txt": 'plain==1.0; python_version < "3"\nplain==2.0; python_version >= "3"\n',
  "line.txt": "plain==1.0\nnot valid!!\n",
  "option.txt": "--nope\nplain==1.0\n",
  "config.txt": "plain==1.0 --config-settings=a=b\n",
  "version.txt": "plain==not.a.version\n",
  "variable.txt": "plain==${VERSION}\n",
  "nested.txt": "-r one.txt\nplain==1.0\n",
  "nested-missing.txt": "-r absent.txt\nplain==1.0\n",
  "constrained.txt": "-c clean.txt\nplain==1.0\n",
  "constrained-open.txt": "-c clean.txt\nplain\n",
  "secret.txt": "git+https://user:secret@git.example/a.git\n",
  "branches.txt": "branches==4.0.1\n",
  "case.txt": "odd-name-case==1.0\npinned==0.5\n",
  "twins.txt": "twins==1.0\n",
  "github.txt": "two-of-github==1.0\n",
  "pysec.txt": "two-of-pysec==1.0\n",
  "hostile.txt": "hostile==1.0\n",
  "crlf.txt": "plain==1.0\r\nunknown-name==3.0\r\n",
  "marked.txt": "\ufeffplain==1.0\n",
  "below/here.txt": "plain\n",
  "open.txt": "wall[early]>=1\nplain\n",
  "resolved.txt": "wall==1.0\ntwo-packages==1.0\nplain==1.0\n",
  "open-markers.txt": "pre<1; python_version < '3'\nunknown-name; python_version >= '3'\n",
  "ring.txt": "ring\n",
  "newer.txt": "newer\n",
  "nested-open.txt": "-r range.txt\nwall\n",
  "clash.txt": "unknown-name\nplain>=2\n",
  "nowhere.txt": "plain==1.0\nnowhere-at-all\n",
  "half-hashed-open.txt": `unknown-name==3.0 ${SHA("0")}\n`,
  "open-project/pyproject.toml": '[project]\nname = "p"\nversion = "1"\ndependencies = ["wall", "pre<1"]\n',
  "project/pyproject.toml": '[project]\nname = "p"\nversion = "1"\ndependencies = ["plain==1.0"]\n',
  "no-table/pyproject.toml": "[tool.x]\na = 1\n",
  "no-list/pyproject.toml": '[project]\nname = "p"\nversion = "1"\n',
  "nothing/README": "",
  "lock/pylock.toml": `lock-version = "1.0"\ncreated-by = "made"\n[[packages]]\nname = "plain"\nversion = "1.0"\nmarker = "python_version < '3'"\n${sdist("plain-1.0")}[[packages]]\nname = "own"\n[packages.directory]\npath = "."\n`,
  "locks/pylock.toml": `lock-version = "1.0"\ncreated-by = "made"\n[[packages]]\nname = "plain"\nversion = "1.0"\n${sdist("plain-1.0")}`,
  "locks/pylock.dev.toml": `lock-version = "1.0"\ncreated-by = "made"\n[[packages]]\nname = "pre"\nversion = "0.9"\n${sdist("pre-0.9")}`,
  "lock-2/pylock.toml": 'lock-version = "2.0"\ncreated-by = "made"\npackages = []\n',
  "lock-bad/pylock.toml": "not toml [\n",
  "lock-nameless/pylock.toml": 'lock-version = "1.0"\ncreated-by = "made"\n[[packages]]\nversion = "1"\n',
  "lock-version/pylock.toml": `lock-version = "1.0"\ncreated-by = "made"\n[[packages]]\nname = "plain"\nversion = "not one"\n${sdist("plain-not-one")}`,
  ...installed("site", { Plain: "1.0", "unknown-name": "3.0", pre: "0.9", "zope.thing": "5" }),
  ...installed("odd-site", { Plain: "1.0", Odd: "2004_x", mine: "1.0" }),
  "spelled-site/zope_thing-5.dist-info/METADATA": "Metadata-Version: 2.1\nName: zope.thing\nVersion: 5\n",
  "odd-site/mine-1.0.dist-info/direct_url.json":
    '{"url": "file:///srv/mine", "dir_info": {"editable": true}}',
};

function installed(folder: string, versions: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [
      `${folder}/${name}-${version}.dist-info/METADATA`,
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    ]),
  );
}

export async function writeInputs(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(INPUTS)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await mkdir(join(folder, "venv/lib/python3.11/site-packages"), { recursive: true });
  await writeFile(join(folder, "venv/pyvenv.cfg"), "home = /usr/bin\nversion = 3.11.2\n");
}
