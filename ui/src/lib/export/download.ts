/** A file that the page made, handed to the person who asked for it. */

export interface ExportedFile {
  name: string;
  blob: Blob;
}

/** One way to take a view out of the application. */
export interface ExportFormat {
  /** `PNG`, `CSV`. */
  label: string;
  /** What is in it: `the chart as it stands`. */
  what: string;
  make: () => ExportedFile | Promise<ExportedFile>;
  /** The server makes it and writes that down itself. */
  noted?: boolean;
}

export function download({ name, blob }: ExportedFile): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** `neighbours-of-somebody-2026-11-23.csv`: words that every file system takes. */
export function fileName(parts: string[], ending: string): string {
  const stem = parts
    .join(" ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
  return `${stem.slice(0, 80) || "export"}-${new Date().toISOString().slice(0, 10)}.${ending}`;
}
