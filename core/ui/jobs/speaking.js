// Says a line aloud once. The region that screen readers watch stays in the page: what comes and goes is not heard.
export default function ({ data }) {
  const ID = "genrescope-spoken";
  let region = document.getElementById(ID);
  if (!region) {
    region = document.createElement("p");
    region.id = ID;
    region.className = "gs-spoken";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.querySelector(".stApp").append(region);
  }
  const number = String(data.number);
  if (region.dataset.number === number) return;
  region.dataset.number = number;
  // A reader that has just met the region needs a moment before it listens.
  requestAnimationFrame(() => (region.textContent = data.words));
}
