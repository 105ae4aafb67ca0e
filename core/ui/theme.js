// Tells Python when the visitor's theme is not the one that the charts were drawn for; everything else follows by CSS.
export default function ({ data, setStateValue }) {
  const app = document.querySelector(".stApp");
  const report = () => {
    const scheme = getComputedStyle(app).colorScheme;
    if (scheme !== data.scheme) setStateValue("scheme", scheme);
  };
  report();
  // The theme is a class of the app; the browser's own preference reaches it the same way.
  const watcher = new MutationObserver(report);
  watcher.observe(app, { attributes: true, attributeFilter: ["class"] });
  return () => watcher.disconnect();
}
