package shivir.logic.kit

import shivir.bindings.PhoneException
import shivir.domain.Text

/** The sentence for the worker: what happened, what is safe, what to do next. */
fun PhoneException.said(): Text = when (this) {
    is PhoneException.WrongKey -> said
    is PhoneException.DamagedCamp -> said
    is PhoneException.DamagedRoster -> said
    is PhoneException.NewerFile -> said
    is PhoneException.StorageFull -> said
    is PhoneException.InUse -> said
    is PhoneException.Closed -> said
    is PhoneException.NotFound -> said
    is PhoneException.Refused -> said
    is PhoneException.Interrupted -> said
    is PhoneException.Storage -> said
    is PhoneException.NotEnrolled -> said
    is PhoneException.NoAnswer -> said
    is PhoneException.HubRefused -> said
    is PhoneException.Compare -> said
    is PhoneException.Internal -> said
}
