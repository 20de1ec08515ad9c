import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A package to build: one Python distribution, with what its changelog says. */
export interface RpmSpec {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly epoch?: number;
  readonly architecture?: "noarch" | "x86_64";
  /** Name of the source package, where it is another one. */
  readonly source?: string | undefined;
  readonly distribution: string;
  /** Path → content, without the leading slash. */
  readonly files: Readonly<Record<string, string>>;
  /** As in a spec file, newest first; empty: none. */
  readonly changelog: string;
  /** Of the files: `md5`, `sha1`, `sha256`, `sha512` as rpm numbers them. */
  readonly digest?: 1 | 2 | 8 | 10;
}

/** Builds packages with rpmbuild and installs them with rpm in an empty root; its database is of SQLite. */
export function makeRpmRoot(root: string, specs: readonly RpmSpec[]): void {
  const work = mkdtempSync(join(tmpdir(), "rpm-root-"));
  try {
    for (const spec of specs) build(work, spec);
    const folder = join(work, "RPMS");
    const packages = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".rpm"))
      .map((name) => join(folder, name))
      .toSorted();
    mkdirSync(root, { recursive: true });
    run("rpm", [
      "--root",
      root,
      "--dbpath",
      "/var/lib/rpm",
      "-i",
      "--nodeps",
      "--force",
      "--nosignature",
      ...packages,
    ]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function build(work: string, spec: RpmSpec): void {
  const { name, files } = spec;
  const staged = join(work, "staged", name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(staged, path, ".."), { recursive: true });
    writeFileSync(join(staged, path), content);
  }
  const file = join(work, `${name}.spec`);
  writeFileSync(file, specOf(spec, staged));
  const settings = [
    `_topdir ${work}`,
    `_rpmdir ${work}/RPMS`,
    "_buildhost build.example",
    "use_source_date_epoch_as_buildtime 1",
  ].flatMap((one) => ["--define", one]);
  const digest = ["--define", `_binary_filedigest_algorithm ${spec.digest ?? 8}`];
  run("rpmbuild", [
    "-bb",
    "--quiet",
    "--nodeps",
    "--target",
    spec.architecture ?? "noarch",
    ...settings,
    ...digest,
    file,
  ]);
}

function specOf(
  { name, version, release, epoch, source, files, changelog }: RpmSpec,
  staged: string,
): string {
  const described = `Summary: A distribution of Python\nLicense: MIT\n`;
  const isSub = source !== undefined;
  return [
    `Name: ${source ?? name}\nVersion: ${version}\nRelease: ${release}`,
    ...(epoch === undefined ? [] : [`Epoch: ${epoch}`]),
    `${described}%description\nIt.`,
    ...(isSub
      ? [`%package -n ${name}\nSummary: A distribution of Python\n%description -n ${name}\nIt.`]
      : []),
    `%install\nmkdir -p %{buildroot}\ncp -a ${staged}/. %{buildroot}/`,
    `%files${isSub ? ` -n ${name}` : ""}\n${Object.keys(files)
      .map((path) => `/${path}`)
      .join("\n")}`,
    ...(changelog === "" ? [] : [`%changelog\n${changelog}`]),
  ].join("\n\n");
}

function run(command: string, given: readonly string[]): void {
  const { status, stderr } = spawnSync(command, given, {
    encoding: "utf8",
    env: { ...process.env, SOURCE_DATE_EPOCH: "1700000000" },
  });
  if (status !== 0) throw new Error(`${command} ends with ${status}: ${stderr}`);
}
