export type Theme = "dark" | "light";

const KEY = "crossbearing.theme";

class Appearance {
  theme = $state<Theme>(document.documentElement.dataset["theme"] === "light" ? "light" : "dark");

  /** Dim and warm, for eyes that are used to the dark. */
  night = $state(document.documentElement.dataset["night"] === "on");

  dim(): void {
    this.night = !this.night;
    if (this.night) document.documentElement.dataset["night"] = "on";
    else delete document.documentElement.dataset["night"];
  }

  toggle(): void {
    this.theme = this.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = this.theme;
    try {
      localStorage.setItem(KEY, this.theme);
    } catch {
      // Storage is off: the choice lasts until the page is closed.
    }
  }
}

export const appearance = new Appearance();

/** A design token's present value, for canvases that cannot read CSS variables. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
