/** The present time, once a second while something on the page shows it. */
class Clock {
  now = $state(new Date());

  constructor() {
    setInterval(() => (this.now = new Date()), 1000);
  }
}

export const clock = new Clock();
