import type { FileTree } from "../../../host/index.ts";
import { addOwner, isMetadata, type Owners } from "./owner.ts";

const PLACES = ["lib/apk/db/installed", "usr/lib/apk/db/installed"];

/**
 * Which metadata apk owns (apk's database of installed packages); null where the tree's root is no system of apk.
 * Alpine's packages have no changelog, so nothing says what they fix.
 */
export async function readApk(tree: FileTree): Promise<Owners | null> {
  for (const place of PLACES) {
    const read = await tree.read(place);
    if (read.kind === "file") return parseInstalled(new TextDecoder().decode(read.bytes));
  }
  return null;
}

/** `P:` and `V:` name a package, `o:` what it was built from, `F:` a folder, `R:` a file in it, `Z:Q1` its SHA-1 in base64. */
function parseInstalled(text: string): Owners {
  const owners: Owners = new Map();
  let [name, version, origin, folder, file] = ["", "", "", "", ""];
  for (const line of text.split("\n")) {
    const value = line.slice(2);
    if (line === "") [name, version, origin, folder, file] = ["", "", "", "", ""];
    else if (line.startsWith("o:")) origin = value;
    else if (line.startsWith("P:")) name = value;
    else if (line.startsWith("V:")) version = value;
    else if (line.startsWith("F:")) [folder, file] = [value, ""];
    else if (line.startsWith("R:")) file = value;
    else if (line.startsWith("Z:Q1") && isMetadata(`${folder}/${file}`)) {
      const source = origin === "" ? undefined : { name: origin, version };
      const found = { manager: "apk" as const, name, version, fixes: [], source };
      const digest = Buffer.from(value.slice(2), "base64").toString("hex");
      const describe = () => Promise.resolve(found);
      if (name !== "" && version !== "")
        addOwner(owners, `${folder}/${file}`, { digest, algorithm: "sha1", describe });
    }
  }
  return owners;
}
