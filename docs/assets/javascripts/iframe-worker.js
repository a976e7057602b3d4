// Pencarian dari file://: peramban melarang Worker di sana, jadi skrip pekerja
// dijalankan dalam <iframe> kosong yang berpura-pura menjadi Worker.
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Pencarian";
      document.body.append(frame);
      this.scope = frame.contentWindow;
      this.scope.postMessage = (data) => this.#receive(data);
      this.scope.importScripts = (...urls) =>
        urls.reduce((before, next) => before.then(() => this.#load(next)), Promise.resolve());
      this.ready = this.#load(url);
    }

    postMessage(data) {
      this.ready.then(() =>
        this.scope.dispatchEvent(new this.scope.MessageEvent("message", { data }))
      );
    }

    terminate() {
      this.scope.frameElement.remove();
    }

    #receive(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      this.onmessage?.(event);
    }

    #load(url) {
      const { document } = this.scope;
      const script = document.createElement("script");
      script.src = new URL(url, location.href);
      return new Promise((resolve, reject) => {
        script.onload = resolve;
        script.onerror = () => reject(new Error(`gagal memuat ${script.src}`));
        document.head.append(script);
      });
    }
  }

  window.IFrameWorker = window.Worker = IFrameWorker;
})();
