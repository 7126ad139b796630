import { useMemo } from "react";
import { encode } from "uqr";

/** A QR code, always dark on white with its quiet zone, since that is what cameras expect. */
export function QrCode({ value, label, size = 168 }: { value: string; label: string; size?: number }) {
  const { path, edge } = useMemo(() => {
    const code = encode(value, { ecc: "M", border: 3 });
    const cells = code.data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
    return { path: cells.join(""), edge: code.size };
  }, [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${edge} ${edge}`}
      width={size}
      height={size}
      shapeRendering="crispEdges"
      className="rounded-md"
    >
      <rect width={edge} height={edge} fill="#ffffff" />
      <path d={path} fill="#0b0d11" />
    </svg>
  );
}
