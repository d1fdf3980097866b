import { configure } from '@testing-library/preact';
import { options } from 'preact';

// Preact's hooks wait for a frame that may come after jsdom has gone; at once is soon enough for tests.
options.requestAnimationFrame = (run) => {
  queueMicrotask(run as VoidFunction);
};

// A busy machine needs seconds to compute the roles of a whole page in jsdom.
configure({ asyncUtilTimeout: 10_000 });
