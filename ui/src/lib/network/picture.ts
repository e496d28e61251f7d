/** The chart as a file: the SVG as it stands, and a PNG made of it. */

import { fileName, type ExportedFile } from "$lib/export/download";

const MARGIN = 28;
const LINE = 18;

/** The drawing with its title above and its handling below, so that they travel together. */
export function svgText(drawing: SVGSVGElement, background: string, ink: string, about: string[]): string {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const whole = height + MARGIN + LINE * about.length;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(whole));
  copy.setAttribute("viewBox", `0 0 ${width} ${whole}`);
  copy.removeAttribute("class");
  const rect = element("rect", { x: "0", y: "0", width: String(width), height: String(whole), fill: background });
  copy.insertBefore(rect, copy.firstChild);
  about.forEach((line, at) => {
    const text = element("text", {
      x: "12", y: String(height + MARGIN + LINE * at), fill: ink, "font-size": "13", "font-family": "Noto Sans, sans-serif",
    });
    text.textContent = line;
    copy.appendChild(text);
  });
  return new XMLSerializer().serializeToString(copy);
}

export function svgFile(name: string[], text: string): ExportedFile {
  return { name: fileName(name, "svg"), blob: new Blob([text], { type: "image/svg+xml;charset=utf-8" }) };
}

export async function pngFile(name: string[], text: string): Promise<ExportedFile> {
  const image = new Image();
  const loaded = new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error("the drawing cannot be read"));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await loaded;
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the picture cannot be made");
  return { name: fileName(name, "png"), blob };
}

function element(name: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
