/* Who turns a page at the end of a list reads on at its beginning. The first picture of a page scrolls nothing. */

const shown = new Map(); // class of a container -> the page that was shown there last

export default function ({ data }) {
  const before = shown.get(data.container);
  shown.set(data.container, data.page);
  if (before === undefined || before === data.page) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  document
    .querySelector(`.${CSS.escape(data.container)}`)
    ?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
