/** The network key of SSB's main network, which every stock app uses (`ssb-caps/caps.json`): 32 bytes as base64. */
export const MAIN_NETWORK_KEY = '1KHLiKZvAvjbY1ziZEHMXawbCEIM6qwjCDm3VYRan/s=';
