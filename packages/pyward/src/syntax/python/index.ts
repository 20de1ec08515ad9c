export { positionsIn } from "../lines.ts";
export { readExpression } from "./expression.ts";
export type { PythonArgument, PythonCall, PythonExpression, TokenText } from "./expression.ts";
export { collectNames } from "./names.ts";
export type { Change, NameUses, PythonNames, TokenRange } from "./names.ts";
export { isWithin, readStatements } from "./statements.ts";
export type { PythonBlock, PythonStatement } from "./statements.ts";
export { tokenize } from "./tokenize.ts";
