// Runs beside the page: turns the microphone's sound into portions of 16-bit samples, a twentieth of a second each.
class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.portion = new Int16Array(Math.round(sampleRate / 20));
    this.count = 0;
    this.power = 0;
    this.port.onmessage = () => this.flush();
  }

  flush() {
    const level = 10 * Math.log10(this.power / Math.max(1, this.count) + 1e-12);
    const bytes = this.portion.slice(0, this.count).buffer;
    this.port.postMessage({ bytes, level }, [bytes]);
    this.count = 0;
    this.power = 0;
  }

  process(inputs) {
    const samples = inputs[0]?.[0];
    if (!samples) return true;
    for (const sample of samples) {
      this.portion[this.count++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
      this.power += sample * sample;
      if (this.count === this.portion.length) this.flush();
    }
    return true;
  }
}

registerProcessor("capture", Capture);
