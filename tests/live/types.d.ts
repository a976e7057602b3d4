// Yang dipasang skrip bobot dan kerangka pada objek global dan elemen.
interface LiveElement {
  panel: HTMLDivElement;
  controls: HTMLDivElement;
  news: HTMLParagraphElement;
  state: Record<string, any>;
  models: any[];
  asked: Record<string, string>;
  calm: boolean;
  saving: number;
  saying: number;
  known: any;
}
