import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { publicKeyOf } from '@open-rooms/protocol';
import type { DropReason } from '../../room-server/observe/drop-reasons.ts';
import { type RoomProcess, startRoomProcess } from '../conformance/server-process.ts';
import { until } from './deadline.ts';
import type { Transport } from './wire.ts';

/**
 * No attack may make the server's resident memory grow by more than this, at any moment of it. The queues are a
 * few hundred KiB; the rest is what V8 lets garbage grow to before it looks (71 MB seen).
 */
export const MEMORY_GROWTH_MAX = 128 * 1024 * 1024;

/** A room server in a process of its own, with what an attack must leave as it was. */
export class AttackedRoom implements AsyncDisposable {
  readonly #room: RoomProcess;

  private constructor(room: RoomProcess) {
    this.#room = room;
  }

  static async start(): Promise<AttackedRoom> {
    return new AttackedRoom(await startRoomProcess({ name: 'Attacked' }));
  }

  get id(): string {
    return this.#room.id;
  }

  get ready(): RoomProcess['ready'] {
    return this.#room.ready;
  }

  /** The room's public key. */
  get key(): Uint8Array {
    const key = publicKeyOf(this.#room.id);
    assert.ok(key);
    return key;
  }

  address(transport: Transport): string {
    return transport === 'tcp' ? this.#room.address : this.#room.wsAddress;
  }

  /** A metric, summed over its labels; with `label`, the one series that has this value. */
  async metric(name: string, label?: string): Promise<number> {
    const response = await fetch(this.#room.ready.metrics);
    const series = (await response.text())
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .filter((line) => label === undefined || line.includes(`="${label}"`));
    assert.ok(series.length > 0, `The server counts ${name} ${label ?? ''}.`);
    return series.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** How often the server refused or ended something for this reason. */
  drops(reason: DropReason): Promise<number> {
    return this.metric('open_rooms_drops_total', reason);
  }

  /** Waits until the server has counted `reason` at least `times` more often than `before`. */
  async countsDrop(reason: DropReason, before: number, times = 1): Promise<void> {
    await until(`${times} × ${reason}`, async () => (await this.drops(reason)) >= before + times);
  }

  /** Waits until a gauge is back at `value`. */
  async gauge(name: string, value: number): Promise<void> {
    await until(`${name} to be ${value}`, async () => (await this.metric(name)) === value);
  }

  /** Resident memory of the server, in bytes. */
  memory(): number {
    const status = readFileSync(`/proc/${this.#room.ready.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  /** File descriptors that the server holds. */
  descriptors(): number {
    return readdirSync(`/proc/${this.#room.ready.pid}/fd`).length;
  }

  /** Stops the room. Throws where it crashed, or had something to complain of. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#room[Symbol.asyncDispose]();
  }
}
