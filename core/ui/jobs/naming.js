// Says to screen readers whose button it is: "Cancel: Feature table of GTZAN", as the words on it alone are those of
// every card. What Streamlit draws anew is named again.
const CARDS = "[class*='st-key-job-panel-'], [class*='st-key-job-page-']";

export default function () {
  const app = document.querySelector(".stApp");
  if (!app || app.dataset.jobNames) return;
  app.dataset.jobNames = "watched";
  let waits = false;
  const look = () => {
    waits = false;
    document.querySelectorAll(CARDS).forEach(nameButtons);
  };
  const soon = () => {
    if (!waits) requestAnimationFrame(look);
    waits = true;
  };
  new MutationObserver(soon).observe(app, { childList: true, subtree: true, characterData: true });
  soon();
}

function nameButtons(card) {
  const title = card.querySelector(".gs-job-title strong")?.textContent;
  if (!title) return;
  for (const button of card.querySelectorAll("button")) {
    const words = button.querySelector("[data-testid='stMarkdownContainer']")?.textContent;
    const name = `${words}: ${title}`;
    if (words && button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
  }
}
