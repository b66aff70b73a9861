/** The files of the sample conversations, drawn here so that the repository carries no pictures for them. */
import { crc32, deflateSync } from "node:zlib";
import type { FileKey } from "./people.ts";

type Made = { name: string; contentType: string; body: Uint8Array };

export const sampleFiles: Record<FileKey, () => Made> = {
  pressure: () => ({ name: "pressure-curve.png", contentType: "image/png", body: curvePicture() }),
  crack: () => ({ name: "IMG_2041 carafe.png", contentType: "image/png", body: carafePicture() }),
  invoice: () => ({
    name: "Rechnung BH-2091.pdf",
    contentType: "application/pdf",
    body: pdf("Brewhaus  Rechnung BH-2091   149,00 EUR"),
  }),
  warranty: () => ({
    name: "warranty-card.pdf",
    contentType: "application/pdf",
    body: pdf("Warranty card   Grinder Mahl 64   2 years"),
  }),
  orders: () => ({
    name: "open-orders.csv",
    contentType: "text/csv",
    body: Buffer.from(
      "order,cafe,article,pieces\nBH-3301,Ikeja,Espresso 1 kg,40\nBH-3302,Lekki,Espresso 1 kg,25\nBH-3303,Yaba,Paper filters 100,12\n",
    ),
  }),
};

type Color = [number, number, number];
type Paint = (x: number, y: number) => Color;

/** Pressure over time of a shot that chokes half-way. */
function curvePicture(): Uint8Array {
  const [width, height] = [480, 270];
  const level = (x: number) => {
    const t = x / width;
    return t < 0.15 ? (t / 0.15) * 9 : t < 0.55 ? 9 + Math.sin(t * 60) * 0.2 : 9 + (t - 0.55) * 11;
  };
  return png(width, height, (x, y) => {
    const at = height - 30 - level(x) * 14;
    if (x > 30 && Math.abs(y - at) < 2.2) return [196, 74, 32];
    if (x === 30 || y === height - 30) return [60, 60, 66];
    return y % 42 === 0 || x % 60 === 0 ? [228, 228, 232] : [250, 249, 246];
  });
}

/** A glass carafe with a crack, as much as a few circles can say. */
function carafePicture(): Uint8Array {
  const [width, height] = [420, 420];
  return png(width, height, (x, y) => {
    const inBelly = (x - 210) ** 2 + (y - 260) ** 2 < 120 ** 2;
    const inNeck = Math.abs(x - 210) < 46 && y > 90 && y < 180;
    const onCrack = inBelly && Math.abs(x - 250 - Math.sin(y / 9) * 8 - (y - 260) * 0.3) < 1.6;
    if (onCrack) return [255, 255, 255];
    if (inBelly && y > 270) return [86, 52, 30];
    if (inBelly || inNeck) return [176, 204, 212];
    return y > 372 ? [132, 98, 70] : [222, 214, 202];
  });
}

function png(width: number, height: number, paint: Paint): Uint8Array {
  const lines = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) lines.set(paint(x, y), y * (1 + width * 3) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([size, typed, sum]);
}

/** One page with one line of text. */
function pdf(line: string): Uint8Array {
  const stream = `BT /F1 18 Tf 60 720 Td (${line}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const place = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}
