/** Reads the server's sources for every sentence a member may come to see, as the template it is written as. For the guard. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

const root = fileURLToPath(new URL("../../../../server/src/", import.meta.url));
/** What the server says in words of the contract. */
const lent = ["../../contract/template/explain.ts"];

/** Said to nobody who uses the product: tests and their beds, and what is said otherwise. */
const elsewhere = [
  /\.test\.ts$|(^|\/)(test|testing)\/|(^|\/)test-(?!connection)[a-z-]+\.ts$|^channels\/(fake\/|contract\.ts)/,
  // Whoever starts the server reads these in its log.
  /^(env|start|seed|migrate|main|version)\.ts$|^platform\/(postgres|migrate|directory-lock|crypto|log|jobs|ports)[a-z-]*\.ts$/,
  // Mails to members are written in their language by the server itself.
  /^modules\/(notifications\/mail-words|identity\/mail)\.ts$/,
  // Customers and their websites: the pages and the widget have words of their own.
  /^modules\/tickets\/customer\/|^modules\/visitors\/(?!continue-by-mail)/,
  // The one sentence that is said with a noun put in: it is written out where it is called.
  /^errors\.ts$/,
  // Content of a workspace, not words of the product.
  /^modules\/samples\/|^modules\/responses\/starters\.ts$/,
];

export const serverFiles = (): string[] =>
  globSync("**/*.ts", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !elsewhere.some((pattern) => pattern.test(file)))
    .concat(lent)
    .sort();

/** Sentence → where it is. */
export function serverSentences(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of serverFiles())
    for (const sentence of sentencesOf(file, readFileSync(root + file, "utf8"))) found.set(sentence, file);
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: nodes of every kind
type Node = any;

/** What is given to these reads a person, whatever it looks like: which argument. */
const spoken: Record<string, number> = { AppError: 1, EgressError: 1, ChannelError: 0 };
/** Variables and properties that hold reasons, and tables of words. */
const reasons = /^(reasons?|problem|words|message|report)$/;
const tables = /^(spoken|formats|types|exact|classes)$/;
/** Properties that describe the API, hold mails, or are somebody's content. */
const described = /^(summary|description|body|subject|text|html|german|damage|help)$/;
/** Calls that speak to the log, the database or a programmer. */
const unsaid = /(^|\.)(warn|info|error|debug|fatal|asSystem|query|Error|RegExp|Symbol|TypeError)$/;
/** How a channel's form is declared. */
const form = /^(label|summary|help|title|placeholder|group)$/;

/** A person reads it: whatever it looks like ("word"), when it is more than one word, or only a whole sentence. */
type Due = "word" | "words" | "no";
const dueOf = (name: string): Due => (tables.test(name) ? "word" : reasons.test(name) ? "words" : "no");

export function sentencesOf(file: string, code: string): Set<string> {
  const found = new Set<string>();
  const isForm = /^channels\/.*(settings|adapter)\.ts$/.test(file);
  const of = (node: Node): string => code.slice(node.start, node.end);

  /** @param mute nobody reads this. */
  function visit(node: Node, due: Due, mute: boolean): void {
    if (!node || typeof node !== "object") return;
    const text = textOf(node);
    if (text !== null) visitText(node, text, due, mute);
    else if (node.type === "TaggedTemplateExpression") visitQuery(node, mute);
    else if (node.type === "CallExpression" || node.type === "NewExpression") visitCall(node, mute);
    else if (node.type === "Property") visitProperty(node, due, mute);
    else if (node.type === "VariableDeclarator") visit(node.init, dueOf(of(node.id).replace(/:.*/s, "")), mute);
    else if (node.type === "ConditionalExpression") {
      visit(node.test, "no", true);
      visit(node.consequent, due, mute);
      visit(node.alternate, due, mute);
    } else visitParts(node, passes(node) ? due : "no", mute);
  }

  function visitParts(node: Node, due: Due, mute: boolean): void {
    for (const [key, value] of Object.entries(node)) if (!types.test(key)) visit(value, due, mute);
  }

  function visitText(node: Node, text: string, due: Due, mute: boolean): void {
    const isSaid = !mute && (isSentence(text) || (due !== "no" && isWorded(text, due)));
    if (isSaid) found.add(text);
    for (const value of node.expressions ?? []) visit(value, isSaid ? "word" : due, mute);
  }

  function visitQuery(node: Node, mute: boolean): void {
    for (const [, quoted] of of(node).matchAll(/'([^'\n]+)'/g)) if (isSentence(quoted!)) found.add(quoted!);
    visitParts(node.quasi.expressions, "no", mute);
  }

  function visitCall(node: Node, mute: boolean): void {
    const name = of(node.callee);
    const first = textOf(node.arguments[0] ?? {});
    if (name === "notFound" && first !== null) {
      found.add(`This ${first} does not exist or is not yours to see.`);
      return;
    }
    visit(node.callee, "no", mute);
    const pushed = dueOf(/^(\w+)\.push$/.exec(name)?.[1] ?? "");
    for (const [i, given] of node.arguments.entries()) {
      const isTitles = isForm && name === "choice" && i === 0;
      const isMessage = spoken[name] === i;
      visit(given, isTitles ? "word" : isMessage ? "words" : pushed, !isMessage && (mute || unsaid.test(name)));
    }
  }

  function visitProperty(node: Node, due: Due, mute: boolean): void {
    const name = of(node.key).replace(/^"|"$/g, "");
    if (isForm && form.test(name)) visit(node.value, "word", mute);
    else if (due !== "no") visit(node.value, due, mute);
    else visit(node.value, dueOf(name), mute || described.test(name));
  }

  visit(parseSync(file, code).program, "no", false);
  return found;
}

/** What a value goes through unchanged. */
const passes = ({ type, length }: Node): boolean =>
  length !== undefined || /^(Logical|Array|Object)Expression$|^SpreadElement$|^TS/.test(type);
const types = /^(typeAnnotation|typeArguments|returnType)$/;

function textOf(node: Node): string | null {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return null;
  const { quasis } = node;
  return quasis.map((quasi: Node, i: number) => quasi.value.cooked + (i + 1 < quasis.length ? `{${i}}` : "")).join("");
}

/** Holds a word, and is no address, name of a header or word of a program. */
const isWorded = (text: string, due: Due) =>
  /\p{L}{2}/u.test(text.replace(/\{\d+\}/g, "")) &&
  !/^\S*[./:*_@]\S*$|^x-/.test(text) &&
  (due === "word" || /\S\s+\S/.test(text));

/** Begins as a sentence does, ends as one does, and has two words. */
const isSentence = (text: string) =>
  /^(\p{Lu}|[“"]|\{0\})/u.test(text) && /(\p{L}|\}) (\p{L}|\{)/u.test(text) && /([.?!]|: \{\d+\})$/.test(text);
