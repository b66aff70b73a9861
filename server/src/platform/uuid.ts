/** Ids: UUIDv7 made by the application, so that a write can be repeated with the id it already has. */
import { v7, validate } from "uuid";

/** A new time-ordered id; ids made by one process are strictly increasing, also within one millisecond. */
export const newId = (): string => v7();

export const isId = (text: string): boolean => validate(text);
