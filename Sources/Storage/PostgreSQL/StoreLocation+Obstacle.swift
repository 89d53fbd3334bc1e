import NIOPosix
import PostgreSQLClient

extension StoreLocation {
    /// Why the servers that keep the store cannot be reached just now, without the login.
    ///
    /// Only what may pass by itself is such an obstacle: nobody answers, or says that it starts,
    /// stops or has no room. Of a wrong password, a database that is not there or tables of a newer
    /// program ``open(for:metrics:)`` is to tell. Each try takes ten seconds at most.
    ///
    /// - Parameter listening: where `LISTEN` is heard; nil is the store's own address.
    /// - Returns: the cause in one line; nil when there is none, as for a file.
    public func obstacle(listeningAt listening: String? = nil) async -> String? {
        guard case .postgresql(let address) = self else { return nil }
        let addresses = [address, listening].compactMap(\.self)
        // Nobody closes these threads, which belong to the program.
        return try? await NIOThreadPool.singleton.runIfActive { () -> String? in
            for address in addresses {
                if let cause = Self.obstacle(at: address) { return cause }
            }
            return nil
        }
    }

    private static func obstacle(at address: String) -> String? {
        do throws(PostgreSQLError) {
            _ = try PostgreSQLConnection(address)
            return nil
        } catch {
            return error.isTemporary ? withoutSecrets("\(error)") : nil
        }
    }
}
