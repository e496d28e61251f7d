import { untrack } from "svelte";

/** One place for the keyboard: pages register what their keys do, and `?` shows the map. */

export interface Binding {
  /** A key as in `KeyboardEvent.key`, or two of them with a space between: `g s`. */
  keys: string;
  label: string;
  group: string;
  run: () => void;
  /** Only while true. */
  when?: () => boolean;
}

class Keys {
  bindings = $state.raw<Binding[]>([]);
  #prefix = "";

  /** Adds bindings and returns the function that takes them away. */
  bind(added: Binding[]): () => unknown {
    // Untracked: an effect that binds keys must not run again because keys were bound.
    const change = (next: (known: Binding[]) => Binding[]) =>
      untrack(() => (this.bindings = next(this.bindings)));
    change((known) => [...known, ...added]);
    return () => change((known) => known.filter((binding) => !added.includes(binding)));
  }

  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || isTyping(event)) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const chord = this.#prefix ? `${this.#prefix} ${event.key}` : event.key;
    this.#prefix = "";
    const binding = this.#find(chord);
    if (binding) {
      event.preventDefault();
      binding.run();
    } else if (this.bindings.some((known) => known.keys.startsWith(`${event.key} `))) {
      this.#prefix = event.key;
    }
  }

  #find(chord: string): Binding | undefined {
    return this.bindings.findLast(
      (binding) => binding.keys === chord && (binding.when?.() ?? true),
    );
  }
}

export const keys = new Keys();

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (!target?.closest) return false;
  if (target.closest("[role=dialog], [role=menu], dialog")) return true;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) {
    return !["checkbox", "radio", "range", "button", "submit"].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
