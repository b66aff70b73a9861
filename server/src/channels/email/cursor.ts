/** Where a folder was left: its UIDVALIDITY, the last UID taken, and when that mail arrived (for a folder that was rebuilt). */

export type Cursor = { validity: string; uid: number; seconds: number };

export const writeCursor = (cursor: Cursor): string => `${cursor.validity}:${cursor.uid}:${cursor.seconds}`;

export function readCursor(text: string | null): Cursor | null {
  const match = /^(\d+):(\d+):(\d+)$/.exec(text ?? "");
  return match ? { validity: match[1]!, uid: Number(match[2]), seconds: Number(match[3]) } : null;
}
