/** A QR code as one SVG path: nothing is fetched, nothing is drawn from a data address. Always dark on light, as cameras want. */
import encode from "qr";
import { useMemo } from "react";

export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => {
    const rows = encode(text, "raw", { ecc: "medium", border: 2 });
    const cells = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { path: cells.join(""), size: rows.length };
  }, [text]);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      className="size-44 rounded-md bg-qr-light"
      shapeRendering="crispEdges"
    >
      <path d={path} className="fill-qr-dark" />
    </svg>
  );
}
