import { useEffect, useState } from 'preact/hooks';
import { currentTranslate } from '@/lib/platform/translate';
import type { AsideText } from './merge-drafts';
import { AsideTexts } from './panel-aside';
import { dropUnsavedDrafts, type LateTexts, sweepUnsavedDrafts } from './panel-unsaved';

/** What was written into drafts that another window had sent or deleted: here until somebody discards it. */
export function WrittenTooLate() {
  const t = currentTranslate.value;
  const [late, setLate] = useState<LateTexts[]>([]);
  useEffect(() => {
    let over = false;
    // Where the disk cannot be read nothing is known to be gone, and nothing is swept.
    sweepUnsavedDrafts().then(
      (found) => !over && setLate(found),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, []);
  const drop = (text: AsideText): void => {
    const left = late.map(({ kept, texts }) => ({
      kept,
      texts: texts.filter((one) => one !== text),
    }));
    dropUnsavedDrafts(left.filter(({ texts }) => texts.length === 0).map(({ kept }) => kept));
    setLate(left.filter(({ texts }) => texts.length > 0));
  };
  const texts = late.flatMap((one) => one.texts);
  return <AsideTexts title={t('batch.aside.late')} texts={texts} onDrop={drop} />;
}
