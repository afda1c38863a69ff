// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace runnel {

template <typename Signature> class FunctionRef;

/// A borrowed callable: two pointers, no allocation. Valid while the callable lives, so only as a parameter.
template <typename R, typename... Args> class FunctionRef<R(Args...)> final
{
public:
    template <typename Callable>
    requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionRef>) FunctionRef(Callable &&callable)
        : m_callable(const_cast<void *>(static_cast<const void *>(std::addressof(callable)))),
          m_invoke([](void *target, Args... args) -> R {
              return (*static_cast<std::remove_reference_t<Callable> *>(target))(std::forward<Args>(args)...);
          })
    {
    }

    R operator()(Args... args) const { return m_invoke(m_callable, std::forward<Args>(args)...); }

private:
    void *m_callable;
    R (*m_invoke)(void *, Args...);
};

} // namespace runnel
