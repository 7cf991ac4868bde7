//! Where rooms are kept on this machine.

use crate::fault::Fault;
use crate::output::make_folder;
use clap::Args;
use std::future::Future;
use std::sync::Arc;
use zopa_server::store::{self, Store, StoreError};

/// Which database.
#[derive(Args, Clone, Debug)]
pub struct Database {
    /// The database: sqlite:PATH or postgres://USER@HOST/DATABASE [default: rooms.db in your data folder]
    #[arg(long, value_name = "URL", env = "ZOPA_DB", hide_env_values = true)]
    db: Option<String>,
}

impl Database {
    /// Its address. The folder of the default is made where it is missing.
    pub fn address(&self) -> Result<String, Fault> {
        if let Some(db) = &self.db {
            return Ok(db.clone());
        }
        let folder = dirs::data_dir().ok_or_else(|| {
            Fault::Usage("this system names no data folder; say where rooms are kept with --db sqlite:PATH".into())
        })?;
        let folder = folder.join("zopa");
        make_folder(&folder)?;
        Ok(format!("sqlite:{}", folder.join("rooms.db").display()))
    }

    /// Opens it and does something with it.
    pub fn with<T, F: Future<Output = Result<T, Fault>>>(
        &self,
        work: impl FnOnce(Arc<dyn Store>) -> F,
    ) -> Result<T, Fault> {
        let address = self.address()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Fault::input(format!("error: {error}")))?;
        runtime.block_on(async {
            let store = store::open(&address).await.map_err(failed)?;
            work(store).await
        })
    }
}

/// What the store says, as a fault.
pub fn failed(error: StoreError) -> Fault {
    Fault::input(format!("error: {error}"))
}
