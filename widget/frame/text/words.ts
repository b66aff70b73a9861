/** Every word the widget says, by language. Texts from settings come before these. */
import { de } from "./de.ts";
import { en } from "./en.ts";

export type Words = typeof en;

const dictionary: Record<string, Words> = { en, de };

/** `de-AT` finds `de`; what we do not speak is English. */
export const wordsFor = (language: string): Words => dictionary[language.slice(0, 2).toLowerCase()] ?? en;

const rightToLeft = new Set(["ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv"]);
export const directionOf = (language: string): "rtl" | "ltr" =>
  rightToLeft.has(language.split("-")[0]!.toLowerCase()) ? "rtl" : "ltr";
