/// What the guards of all routes have in common: who asks how much.
struct Doorkeeper: Sendable {
    let shares: PersonalShares
    let rates: PersonalRates
    let proxies: TrustedProxies
}
