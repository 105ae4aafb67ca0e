// Keeps a random id in this browser's storage and tells it to Python; all tabs of one browser share it.
export default function ({ data, setStateValue }) {
  const PLACE = "genrescope-visitor";
  const FORM = /^[0-9a-f]{32}$/;

  const random = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // Where storage is refused, the id lives as long as this page.
  const ofThisTab = () => (window.genrescopeVisitor ??= random());

  const kept = () => {
    try {
      const found = localStorage.getItem(PLACE);
      if (FORM.test(found ?? "")) return found;
      localStorage.setItem(PLACE, ofThisTab());
      return localStorage.getItem(PLACE);
    } catch {
      return ofThisTab();
    }
  };

  const report = () => {
    const id = kept();
    if (id !== data.id) setStateValue("id", id);
    else document.documentElement.dataset.genrescopeVisitor = "known"; // for who waits until the page is this visitor's
  };

  // Two tabs that open at once may both write: each hears of the other's word, and both take what stands in the end.
  const onStorage = (event) => {
    if (event.key === PLACE) report();
  };
  report();
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}
