export { parseIni } from "./parse.ts";
export type { IniDocument, IniFault, IniLine, IniOption, IniSection } from "./parse.ts";
