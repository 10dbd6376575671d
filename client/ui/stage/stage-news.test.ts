import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedId } from '@open-rooms/protocol';
import type { ShareView } from '../../state/stage-state.ts';
import { StageNews } from './stage-news.ts';

const ANN: FeedId = '@P9QS+5UZrsZhKxniYFxLzFJc6j2LgjrJApC0Oykr7rE=.ed25519';

function shareOf(digit: string, by: FeedId): ShareView {
  const watch = () => assert.fail('Nothing is watched here.');
  return { id: digit.repeat(32) as ShareView['id'], by, since: 0, isOwn: false, watch };
}

test('who begins and who stops is said, in the name that is known by then', () => {
  const news = new StageNews();
  assert.equal(
    news.hear([], () => 'lusab'),
    '',
  );
  const share = shareOf('a', ANN);
  assert.equal(
    news.hear([share], () => 'lusab'),
    'lusab shares a screen',
  );
  assert.equal(
    news.hear([share], () => 'Ann'),
    'Ann shares a screen',
    'the name came later',
  );
  assert.equal(
    news.hear([shareOf('b', ANN)], () => 'Ann'),
    'Ann shares a screen. Ann has stopped sharing',
  );
});
