/* What stands between the harmonic and the percussive part of a sound, and a click on its beats: the controls. */

const SNAP = 0.001;

/* From -1, the harmonic part alone, by 0, both as they are, to 1, the percussive part alone. */
function sharesOf(blend) {
  return [Math.min(1, 1 - blend), Math.min(1, 1 + blend)];
}

function blendWords(blend) {
  if (Math.abs(blend) < SNAP) return "Both parts, as in the song";
  const [loud, soft] = blend < 0 ? ["Harmonic", "percussive"] : ["Percussive", "harmonic"];
  const rest = Math.round((1 - Math.abs(blend)) * 100);
  return rest === 0 ? `${loud} part alone` : `${loud} part, with ${rest} % of the ${soft}`;
}

class Mixer {
  /* `onBlend(blend)` and `onClicks(on)` when the visitor asks for them. */
  constructor(root, { onBlend, onClicks, signal }) {
    this.box = root.querySelector(".mixer");
    this.slider = this.box.querySelector(".blend");
    this.click = this.box.querySelector(".click");
    this.slider.addEventListener("input", () => onBlend(Number(this.slider.value)), { signal });
    this.click.addEventListener("change", () => onClicks(this.click.checked), { signal });
    this.buttons = [...this.box.querySelectorAll("[data-blend]")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => onBlend(Number(button.dataset.blend)), { signal });
    }
  }

  show({ parts, beats_s }) {
    this.box.hidden = !parts && beats_s.length === 0;
    this.box.querySelector(".blending").hidden = !parts;
    this.box.querySelector(".clicking").hidden = beats_s.length === 0;
  }

  place({ blend, clicks }) {
    this.slider.value = blend;
    this.slider.setAttribute("aria-valuetext", blendWords(blend));
    this.box.querySelector(".blend-words").textContent = blendWords(blend);
    this.click.checked = clicks;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", Math.abs(Number(button.dataset.blend) - blend) < SNAP);
    }
  }
}
