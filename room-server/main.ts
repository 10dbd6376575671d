#!/usr/bin/env node
// What `npx open-rooms` runs. `npm start` leaves it out, which makes a start lighter.
import './main.mjs';
