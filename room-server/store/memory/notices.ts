import type { Notice, NoticeStore } from '../ports/notices.ts';

/** Notices that are forgotten when the process ends. */
export function memoryNotices(): NoticeStore {
  let kept: readonly Notice[] = [];
  return {
    notices: async () => [...kept],
    async set(notice) {
      const { name, language } = notice;
      const known = kept.find(isOf(name, language));
      const id = known?.id ?? Math.max(0, ...kept.map((other) => other.id)) + 1;
      const written = { id, ...notice };
      kept =
        known === undefined ? [...kept, written] : kept.map((other) => (other === known ? written : other));
      return written;
    },
    async remove(name, language) {
      const before = kept.length;
      const isThat = isOf(name, language);
      kept = kept.filter((notice) => !isThat(notice));
      return kept.length < before;
    },
  };
}

function isOf(name: string, language: string): (notice: Notice) => boolean {
  return (notice) => notice.name === name && notice.language === language;
}
