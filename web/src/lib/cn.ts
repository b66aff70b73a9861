/** Joins class names; a later Tailwind class beats an earlier one of the same kind. */
import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["2xs", "xs", "sm", "base", "lg", "xl", "2xl"] }] } },
});

export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
