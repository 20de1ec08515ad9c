/**
 * The `requires.txt` of an egg-info as PEP 508 requirements. Its sections are `[extra]`, `[:marker]` or `[extra:marker]`
 * (setuptools; translated as `importlib.metadata` does).
 */
export function parseRequiresText(text: string): readonly string[] {
  const requirements: string[] = [];
  let condition = "";
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[") && line.endsWith("]")) condition = conditionOf(line.slice(1, -1));
    else requirements.push(condition === "" ? line : `${line}${line.includes("@") ? " " : ""}; ${condition}`);
  }
  return requirements;
}

function conditionOf(section: string): string {
  const colon = section.indexOf(":");
  const extra = (colon === -1 ? section : section.slice(0, colon)).trim();
  const marker = colon === -1 ? "" : section.slice(colon + 1).trim();
  // A name that could end the string would be no extra's name, and would change what the marker means.
  const wanted = extra === "" ? "" : `extra == "${extra.replaceAll(/["\\]/g, "")}"`;
  if (marker === "") return wanted;
  return wanted === "" ? marker : `(${marker}) and ${wanted}`;
}
