import { type MessageId, type StoreChanges, type StoredRecord, fromHex, toHex } from '@open-rooms/protocol';
