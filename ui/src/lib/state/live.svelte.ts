/** The server's events: which entity or report has just changed. */

export interface LiveEvent {
  /** The entity or report that has something new; null if anything may have. */
  entity: string | null;
}

type Listener = (event: LiveEvent) => void;

class Live {
  connected = $state(false);
  #source: EventSource | undefined;
  #listeners = new Set<Listener>();

  start(): void {
    if (this.#source) return;
    const source = new EventSource("/api/v1/events");
    source.onopen = () => (this.connected = true);
    source.onerror = () => (this.connected = false);
    source.addEventListener("change", (message) => this.#receive(message.data as string));
    source.addEventListener("missed", () => this.#tell({ entity: null }));
    this.#source = source;
  }

  stop(): void {
    this.#source?.close();
    this.#source = undefined;
    this.connected = false;
  }

  /** Calls back on each event; give the returned function to `$effect` as its clean-up. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #receive(text: string): void {
    try {
      this.#tell(JSON.parse(text) as LiveEvent);
    } catch {
      // A comment or a keep-alive.
    }
  }
}

export const live = new Live();
