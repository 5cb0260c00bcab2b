// Sends a document by pieces, on the page of an answer's documents only. Without it, or without TLS, the form sends the file whole.
//
// The server says which pieces it has, with their digests. What it has is not sent again: after a cut line the sending goes on by itself,
// after a reload when the same file is chosen again. The texts stand in data attributes of the form.
(() => {
  "use strict";
  if (!globalThis.crypto?.subtle) return;

  const hex = async (bytes) =>
    Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const pause = (length) =>
    new Promise((resume) => {
      const timer = setTimeout(resume, length);
      addEventListener("online", () => { clearTimeout(timer); resume(); }, { once: true });
    });

  for (const form of document.querySelectorAll("form[data-upload]")) {
    const text = form.dataset;
    const input = form.elements.file;
    const token = form.elements.form_token.value;
    const status = form.querySelector("[data-progress]");
    let busy = false;

    const say = (words, late) => {
      status.textContent = words;
      status.classList.toggle("p11-saved--late", Boolean(late));
    };

    // Asks until the server has answered. Only what asking again cannot mend ends it.
    async function ask(address, body, headers) {
      for (let wait = 1000; ; wait = Math.min(wait * 2, 60000)) {
        const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json", ...headers } }).catch(() => null);
        if (answer?.ok || answer?.status === 409) return answer;
        if (answer?.status === 422) throw (await answer.json()).message;
        if (answer?.status === 401 || answer?.status === 403) throw text.signIn;
        if (answer && answer.status < 500 && answer.status !== 408) throw text.failed;
        say(text.offline, true);
        await pause(wait);
      }
    }

    async function send(file) {
      const [, , , question, row = ""] = new URL(form.action).pathname.split("/");
      const about = { form_token: token, question, row, slot: form.elements.slot.value, name: file.name, size: file.size };
      const answer = await ask(text.upload, new URLSearchParams(about));
      const { upload, pieces, piece, have } = await answer.json();
      for (let number = 0; number < pieces; number++) {
        const bytes = await file.slice(number * piece, (number + 1) * piece).arrayBuffer();
        const digest = await hex(bytes);
        if (have[number] === digest) continue;
        say(text.sending.replace("%", number + 1).replace("#", pieces));
        const headers = { "Content-Type": "application/octet-stream", "X-Form-Token": token, "X-Sha256": digest };
        await ask(`${text.upload}/${upload}/${number}`, bytes, headers);
      }
      say(text.checking);
      const done = await ask(`${text.upload}/${upload}/finish`, new URLSearchParams({ form_token: token }));
      return done.ok;
    }

    form.addEventListener("submit", async (event) => {
      const [file] = input.files;
      if (!file) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      try {
        // A piece that was lost on the server's side is sent once more.
        if ((await send(file)) || (await send(file))) location.assign(form.action);
        else say(text.failed, true);
      } catch (problem) {
        say(typeof problem === "string" ? problem : text.failed, true);
      } finally {
        busy = false;
      }
    });
  }
})();
