/** What records of every kind have in common: custom fields and their values, filters, and what a merge takes over and gives back. */

export { type BulkKind, bulkTasks, getBulkEdit, performBulk, undoBulk } from "./bulk.ts";
export { type ChangesOf, changeTypes, pageOfChanges } from "./changes.ts";
export { listFields, nextValues } from "./definitions.ts";
export { compileCustom } from "./filters/custom.ts";
export { hasTrigram, nameRare, type Rare, required } from "./filters/narrow.ts";
export { compileTree, flag, isNegative, parseFilter, positive, replaceWord, type Special } from "./filters/tree.ts";
export { compare, compareAddress, compareKey, type Expression, spanMs, wrong } from "./filters/values.ts";
export { listMerges } from "./merges.ts";
export { addNote, deleteNote, editNote, listNotesOf, type Note, type NoteKind, pageOfNotes } from "./notes.ts";
export { fieldRoutes } from "./routes.ts";
export {
  customOf,
  type Difference,
  differencesOf,
  type FieldValues,
  flatten,
  giveBack,
  mergeFields,
  suggestedSide,
  type Taken,
  takeOver,
} from "./taking.ts";
export { checkValues, type Definition, valueFromText } from "./values.ts";
export { lookedThrough, these, type Whose } from "./whose.ts";
