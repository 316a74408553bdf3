//! Which units are below which, and since and until when: kept in `below`, because walking down the country's tree takes longer than all
//! else that is asked of it. Triggers tell that the tree has changed; who asks then makes it anew.

use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

use crate::Error;

/// Sees to it that `below` tells of the tree as it is.
pub(super) async fn fresh(pool: &SqlitePool) -> Result<(), Error> {
    if is_fresh(&mut *pool.acquire().await?).await? {
        return Ok(());
    }
    let mut tx = pool.begin_with("begin immediate").await?;
    // Somebody else may have made it while this one waited.
    if !is_fresh(&mut tx).await? {
        sqlx::query("delete from below").execute(&mut *tx).await?;
        sqlx::query(MADE).execute(&mut *tx).await?;
        sqlx::query("update tree set told = changes").execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}

async fn is_fresh(on: &mut SqliteConnection) -> Result<bool, Error> {
    Ok(sqlx::query("select told = changes as fresh from tree").fetch_one(on).await?.try_get("fresh")?)
}

/// From each version of a unit upwards, as long as all versions on the way hold together. Each table is joined by its own index.
const MADE: &str = "with recursive way (code, kind, child, top, since, until, level) as (
         select code, kind, code, parent, valid_from, coalesce(valid_to, '9999-99-99'), 1 from unit where parent is not null
         union all select code, kind, code, parent, valid_from, valid_to, 1 from unit_past where parent is not null
         union all
         select way.code, way.kind, way.top, above.parent, max(since, valid_from), min(until, coalesce(valid_to, '9999-99-99')), level + 1
             from way cross join unit as above on above.code = way.top
             where level < 8 and above.parent is not null and max(since, valid_from) < min(until, coalesce(valid_to, '9999-99-99'))
         union all
         select way.code, way.kind, way.top, above.parent, max(since, valid_from), min(until, valid_to), level + 1
             from way cross join unit_past as above on above.code = way.top
             where level < 8 and above.parent is not null and max(since, valid_from) < min(until, valid_to))
     insert or replace into below (top, kind, code, child, since, until) select top, kind, code, child, since, until from way";
