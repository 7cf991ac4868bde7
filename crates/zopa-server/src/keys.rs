//! The key that signs checkpoints. Replicas on one database share it: whoever comes first draws it.

use crate::store::{Store, StoreError};
use crate::token;
use zopa::mediate::seal::Signer;

/// Who signs, under the name of a host unless a name was kept before.
///
/// # Errors
/// The store failed, or the key in it is damaged.
pub async fn signer(store: &dyn Store, host: &str) -> Result<Signer, StoreError> {
    let drawn: [u8; 32] = token::random();
    let secret = store.put_setting_once("signing-key", &drawn).await?;
    let name = store.put_setting_once("signing-name", host.as_bytes()).await?;
    let secret: [u8; 32] = secret
        .try_into()
        .map_err(|_| StoreError::unavailable("the signing key in the database is damaged", "restore a backup"))?;
    Ok(Signer::new(&String::from_utf8_lossy(&name), &secret))
}
