import { memoryStore } from './memory.ts';
import { storeSuite } from './store.suite.ts';
import { apiKeysSuite } from './suites/api-keys.suite.ts';
import { auditSuite } from './suites/audit.suite.ts';
import { bansSuite } from './suites/bans.suite.ts';
import { invitesSuite } from './suites/invites.suite.ts';
import { noticesSuite } from './suites/notices.suite.ts';
import { sessionsSuite } from './suites/sessions.suite.ts';

storeSuite('memory', async () => memoryStore());
bansSuite('memory', async () => memoryStore());
auditSuite('memory', async () => memoryStore());
invitesSuite('memory', async () => memoryStore());
sessionsSuite('memory', async () => memoryStore());
noticesSuite('memory', async () => memoryStore());
apiKeysSuite('memory', async () => memoryStore());
