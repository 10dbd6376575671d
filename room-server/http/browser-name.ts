/** The first that stands in what a browser calls itself: nearly all name Safari, and many Chrome, besides themselves. */
const BROWSERS = [
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;

/** In this order: Android names Linux, iPhones name Mac OS. */
const SYSTEMS = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** What people call a browser, by what it calls itself: `Firefox · Android`; what it says itself where that is not known. */
export function browserName(agent: string): string {
  const named = [BROWSERS, SYSTEMS].flatMap((kinds) => {
    const kind = kinds.find(([mark]) => mark.test(agent));
    return kind === undefined ? [] : [kind[1]];
  });
  return named.length === 0 ? agent : named.join(' · ');
}
