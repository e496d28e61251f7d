export interface Notice {
  id: number;
  text: string;
  tone: "good" | "bad" | "plain";
}

class Notices {
  list = $state<Notice[]>([]);
  #next = 0;

  say(text: string, tone: Notice["tone"] = "plain"): void {
    const id = this.#next++;
    this.list.push({ id, text, tone });
    setTimeout(() => this.close(id), tone === "bad" ? 12_000 : 5_000);
  }

  close(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

export const notices = new Notices();
